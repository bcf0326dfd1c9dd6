// Prints, as JSON, which attributes the reference implementation of MJML allows on each element:
// node tests/judges/mjml-attributes.mjs > digest/check/mjml.json
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { components } = require("mjml-preset-core");
const { version } = require("mjml/package.json");

const names = ({ allowedAttributes = {} }) => Object.keys(allowedAttributes).sort();
const elements = components.map((component) => [component.componentName, names(component)]);
elements.sort(([one], [other]) => (one < other ? -1 : 1));
console.log(JSON.stringify({ source: `npm mjml ${version}`, elements: Object.fromEntries(elements) }, null, 1));
