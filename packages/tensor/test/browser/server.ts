import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that hands out one page and its script, on this machine only. */
export interface Site {
  readonly address: string;
  close(): void;
}

const page =
  '<!doctype html><html lang="en"><title>gradus</title><script type="module" src="/page.js"></script></html>';

/** Serves `script` on a page of its own, beside other scripts by their paths; everything with the same headers. */
export function serve(
  script: string,
  headers: { readonly [name: string]: string },
  others: { readonly [path: string]: string } = {},
): Promise<Site> {
  const javaScript = "text/javascript; charset=utf-8";
  const files: { readonly [path: string]: readonly [type: string, body: string] } = {
    "/": ["text/html; charset=utf-8", page],
    "/page.js": [javaScript, script],
    ...Object.fromEntries(Object.entries(others).map(([path, text]) => [path, [javaScript, text]])),
    "/favicon.ico": ["image/x-icon", ""],
  };
  const server = createServer(({ url = "" }, response) => {
    const [type, body] = files[url] ?? ["text/plain", "not found"];
    response.writeHead(url in files ? 200 : 404, { ...headers, "content-type": type }).end(body);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      const close = (): void => {
        server.close();
        server.closeAllConnections();
      };
      resolve({ address: `http://127.0.0.1:${port}`, close });
    });
  });
}
