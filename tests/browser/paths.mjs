// Where the page and its test tools are: staged by a build, or in the source after `npm ci` in web/.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = process.env.HISTORIAN_NODE_MODULES ?? join(here, "../../web/node_modules");

export const sourceFolder = join(here, "../../web");
export const pageFolder = process.env.HISTORIAN_PAGE ?? sourceFolder;
export const vendorFolder = process.env.HISTORIAN_PAGE ? join(
    process.env.HISTORIAN_PAGE, "vendor"
) : join(modules, "uplot/dist");
export const { chromium } = createRequire(join(modules, "here.js"))("playwright-core");
