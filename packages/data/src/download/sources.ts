/** A file of a data set as its authors ship it. */
export interface RemoteFile {
  readonly name: string;
  /** Its length, to know how far a download is. */
  readonly bytes: number;
  /** What its SHA-256 must be, in hexadecimal digits. */
  readonly sha256: string;
}

/** A data set, and the places that have it. */
export interface RemoteSource {
  /** Also the folder that it is kept in. */
  readonly name: string;
  /** Addresses of folders, each with all files, in the order in which they are tried; each ends with a slash. */
  readonly mirrors: readonly string[];
  readonly files: readonly RemoteFile[];
}

/**
 * MNIST: 60,000 handwritten digits to train on, 10,000 to test on; read by `readDigits`.
 *
 * @see Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", 1998
 */
export const mnist: RemoteSource = {
  name: "mnist",
  mirrors: [
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
  ],
  files: [
    {
      name: "train-images-idx3-ubyte.gz",
      bytes: 9_912_422,
      sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    },
    {
      name: "train-labels-idx1-ubyte.gz",
      bytes: 28_881,
      sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    },
    {
      name: "t10k-images-idx3-ubyte.gz",
      bytes: 1_648_877,
      sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    },
    {
      name: "t10k-labels-idx1-ubyte.gz",
      bytes: 4_542,
      sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    },
  ],
};

/**
 * Fashion-MNIST: clothes in the format of MNIST; read by `readDigits`.
 *
 * @see H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning
 *   algorithms", 2017
 */
export const fashionMnist: RemoteSource = {
  name: "fashion-mnist",
  mirrors: [
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
  ],
  files: [
    {
      name: "train-images-idx3-ubyte.gz",
      bytes: 26_421_880,
      sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    },
    {
      name: "train-labels-idx1-ubyte.gz",
      bytes: 29_515,
      sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    },
    {
      name: "t10k-images-idx3-ubyte.gz",
      bytes: 4_422_102,
      sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    },
    {
      name: "t10k-labels-idx1-ubyte.gz",
      bytes: 5_148,
      sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    },
  ],
};

/**
 * CIFAR-10 in its binary version: 60,000 small photographs of ten kinds of things; read by `readCifar10`.
 *
 * @see A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009
 */
export const cifar10: RemoteSource = {
  name: "cifar-10",
  mirrors: ["https://www.cs.toronto.edu/~kriz/"],
  files: [
    {
      name: "cifar-10-binary.tar.gz",
      bytes: 170_052_171,
      sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    },
  ],
};
