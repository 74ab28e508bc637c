import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import GithubSlugger from "github-slugger";
import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString as textOf } from "mdast-util-to-string";
import { visit } from "unist-util-visit";

/**
 * The links of a document that lead to no file, or to no heading of one; addresses on the web are left alone.
 */
export function brokenLinks(root: string, document: string): string[] {
  const tree = parse(join(root, document));
  const broken: string[] = [];
  visit(tree, ["link", "image", "definition"], (node) => {
    if (!("url" in node)) return;
    const complaint = complaintAbout(root, document, node.url);
    if (complaint !== undefined) broken.push(`${document}:${node.position?.start.line}: ${complaint}`);
  });
  return broken;
}

function complaintAbout(root: string, document: string, url: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(url)) return undefined;
  const [path = "", anchor] = decodeURI(url).split("#");
  const target = path === "" ? join(root, document) : join(root, dirname(document), path);
  if (!existsSync(target)) return `the link ${url} leads to no file`;
  if (anchor === undefined || anchor === "" || statSync(target).isDirectory()) return undefined;
  if (!target.endsWith(".md")) return undefined;
  return anchorsIn(parse(target)).has(anchor)
    ? undefined
    : `${path || "this page"} has no heading #${anchor}`;
}

/** The anchors that GitHub gives to headings, and those written out as HTML. */
function anchorsIn(tree: Root): Set<string> {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  visit(tree, ["heading", "html"], (node) => {
    if (node.type === "heading") anchors.add(slugger.slug(textOf(node)));
    else if (node.type === "html") {
      for (const [, id] of node.value.matchAll(/\b(?:id|name)="([^"]+)"/g)) if (id) anchors.add(id);
    }
  });
  return anchors;
}

function parse(file: string): Root {
  return fromMarkdown(readFileSync(file, "utf8"));
}
