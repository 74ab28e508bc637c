"""PyTorch on one thread, or as many as the workload says: one side of the tensor benchmark.

Usage: torch_peer.py FOLDER RESULT. Reads workload.json and the inputs in FOLDER, writes the elements of the result to the
file RESULT, says {"ready": true} on standard output; then for every line {"measure": MS} on standard input, repeats the work
for so many milliseconds and answers {"milliseconds": MEAN, "busy": CPU}.
"""

import json
import os
import sys

with open(os.path.join(sys.argv[1], "workload.json"), encoding="utf-8") as file:
    THREADS = json.load(file).get("threads", 1)
# Before the import: a BLAS with threads of its own asks the environment, not PyTorch.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(THREADS)
# OpenBLAS finds out by itself what the machine can do, unless it is told that it can do less.
for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(variable, None)

import time

import torch
import torch.nn.functional as F

torch.set_num_threads(THREADS)

COMPARED_STEPS = 4
ADAM = {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8}


def read(folder):
    with open(os.path.join(folder, "workload.json"), encoding="utf-8") as file:
        workload = json.load(file)
    inputs = []
    for i, given in enumerate(workload["inputs"]):
        with open(os.path.join(folder, f"{i}.f32"), "rb") as file:
            elements = torch.frombuffer(bytearray(file.read()), dtype=torch.float32)
        inputs.append(elements.clone().reshape(given["shape"]))
    return workload["task"], inputs


def matmul(task, a, b):
    left = a.transpose(-2, -1) if task["transposeA"] else a
    right = b.transpose(-2, -1) if task["transposeB"] else b
    return lambda: left @ right


def conv2d(task, a, b):
    padding = task["padding"]
    if task["part"] == "forward":
        return lambda: F.conv2d(a, b, padding=padding)
    of_input = task["part"] == "input gradient"
    size = 2 * padding + 1
    if of_input:
        x, w = torch.zeros(a.shape[0], b.shape[1], *a.shape[2:]), b
    else:
        x, w = b, torch.zeros(a.shape[1], b.shape[1], size, size)
    pair = (padding, padding)
    mask = [of_input, not of_input, False]

    def backward():
        return torch.ops.aten.convolution_backward(
            a, x, w, None, (1, 1), pair, (1, 1), False, (0, 0), 1, mask
        )[0 if of_input else 1]

    return backward


def layer_norm(_task, x, weight, bias):
    return lambda: F.layer_norm(x, (x.shape[-1],), weight, bias)


def unary(function):
    return lambda _task, x: lambda: function(x)


def add(task, a, b):
    repeats = task["repeats"]
    a.requires_grad_(task["recorded"])

    def step():
        for _ in range(repeats):
            y = a.add(b)
        return y

    return step


def train(forward, parameters, labels):
    target = labels.long()
    parameters = [p.clone().requires_grad_() for p in parameters]
    # One loop over parameters, or one kernel for all of them: whichever is faster in this version.
    optimizer = torch.optim.Adam(parameters, foreach=False, **ADAM)

    def step():
        optimizer.zero_grad()
        loss = F.cross_entropy(forward(parameters), target)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def mlp(_task, x, labels, *initial):
    def forward(parameters):
        h = x
        for i in range(0, len(parameters), 2):
            h = F.linear(h, parameters[i], parameters[i + 1])
            if i + 2 < len(parameters):
                h = F.relu(h)
        return h

    # Weights as nn.Linear has them: [out, in].
    return train(forward, [p.t().contiguous() if p.dim() == 2 else p for p in initial], labels)


def cnn(_task, x, labels, *initial):
    def forward(parameters):
        w1, b1, w2, b2, w3, b3 = parameters
        h = F.max_pool2d(F.relu(F.conv2d(x, w1, b1, padding=2)), 2)
        h = F.max_pool2d(F.relu(F.conv2d(h, w2, b2, padding=2)), 2)
        return F.linear(h.flatten(1), w3, b3)

    return train(forward, [p.t().contiguous() if p.dim() == 2 else p for p in initial], labels)


def char_lstm(_task, characters, labels, *initial):
    ids = characters.long()

    def forward(parameters):
        table, *lstm, weight, bias = parameters
        zeros = torch.zeros(1, ids.shape[1], lstm[1].shape[1])
        x = F.embedding(ids, table)
        h = torch._VF.lstm(x, (zeros, zeros), lstm, True, 1, 0.0, True, False, False)[0]
        return F.linear(h.flatten(0, 1), weight, bias)

    return train(forward, initial, labels.flatten())


def gpt(task, characters, labels, *initial):
    ids = characters.long()
    heads = task["heads"]
    batch, steps = ids.shape
    mask = torch.full((steps, steps), float("-inf")).triu(1)

    def forward(parameters):
        table, positions, *rest, weight, bias, head = parameters
        width = table.shape[1]

        def norm(x, w, b):
            return F.layer_norm(x, (width,), w, b)

        def attend(x):
            parts = x.view(batch, steps, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
            q, k, v = parts
            scores = (q @ k.transpose(-2, -1)) * (width // heads) ** -0.5 + mask
            return (F.softmax(scores, -1) @ v).transpose(1, 2).reshape(batch, steps, width)

        h = F.embedding(ids, table) + positions
        for at in range(0, len(rest), 12):
            g1, b1, wq, bq, wp, bp, g2, b2, f1, c1, f2, c2 = rest[at : at + 12]
            h = h + F.linear(attend(F.linear(norm(h, g1, b1), wq, bq)), wp, bp)
            hidden = F.gelu(F.linear(norm(h, g2, b2), f1, c1), approximate="tanh")
            h = h + F.linear(hidden, f2, c2)
        return F.linear(norm(h, weight, bias), head).flatten(0, 1)

    return train(forward, initial, labels.flatten())


WORK = {
    "matmul": matmul,
    "conv2d": conv2d,
    "exp": unary(torch.exp),
    "tanh": unary(torch.tanh),
    "gelu": unary(F.gelu),
    "erf": unary(torch.erf),
    "softmax": unary(lambda x: F.softmax(x, -1)),
    "layerNorm": layer_norm,
    "add": add,
    "mlp": mlp,
    "cnn": cnn,
    "charLstm": char_lstm,
    "gpt": gpt,
}

TRAINING = ("mlp", "cnn", "charLstm", "gpt")


def result(task, step):
    if task["op"] in TRAINING:
        return torch.tensor([step() for _ in range(COMPARED_STEPS)])
    return step().detach()


def measure(step, milliseconds):
    count = 0
    cpu = time.process_time()
    start = time.perf_counter()
    while True:
        step()
        count += 1
        elapsed = (time.perf_counter() - start) * 1000
        if elapsed >= milliseconds:
            busy = (time.process_time() - cpu) * 1000 / elapsed
            return {"milliseconds": elapsed / count, "busy": busy}


def say(message):
    print(json.dumps(message), flush=True)


def main(folder, target):
    try:
        task, inputs = read(folder)
        is_training = task["op"] in TRAINING or task.get("recorded", False)
        torch.set_grad_enabled(is_training)
        step = WORK[task["op"]](task, *inputs)
        result(task, step).contiguous().numpy().tofile(target)
        say({"ready": True})
    except Exception as error:  # the benchmark reports a side that cannot do the work
        say({"error": f"{type(error).__name__}: {error}"})
        return
    for line in sys.stdin:
        say(measure(step, json.loads(line)["measure"]))


main(*sys.argv[1:])
