/** A program with two threads: it works, idles, and ends by itself. */
import { ones, setThreads } from "@gradus/tensor";

const threads = await setThreads(2);
const x = ones([512, 512]);
const product = x.matmul(x).sum().item();
await new Promise((resolve) => setTimeout(resolve, 100));
const start = performance.now();
const before = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, 1000));
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ threads, product, busy: (user + system) / 1000 / (performance.now() - start) }));
