/** A third-party tool, and its expected result for the contract. */
export type Tool = {
  /** Its package. */
  name: string;
  /** The program in `programs/` that runs the tool on the contract. */
  program: string;
  /** Its expected complaints. @default nothing */
  errors?: string[];
  /** The query that it sends for the delete, decoded, if it sends one. */
  query?: string;
  /** A boolean parameter that it sends with `true` or `false` at random. */
  random?: string;
  /** The statuses that it answers, if it is a mock. */
  answered?: Record<string, number>;
  /** The complaints that are faults of the tool, not of the contract. */
  fault?: string;
};

const account = "integrated_account_id=62f44730-dd91-461e-bd6a-aedd9e0ad79d";
const excluded = "truto_exclude_fields[]=tags&truto_exclude_fields[]=urls";
const nested = `${account}&${excluded}&remote_query[a][b]=c`;

/** The tools, from linters to viewers. */
export const tools: Tool[] = [
  { name: "@stoplight/spectral-core", program: "spectral.js" },
  { name: "@apidevtools/swagger-parser", program: "swagger-parser.js" },
  { name: "@scalar/openapi-parser", program: "scalar-parser.js" },
  { name: "ajv", program: "ajv.js" },
  { name: "@hyperjump/json-schema", program: "hyperjump.js" },
  {
    name: "@hey-api/openapi-ts",
    program: "hey-api.js",
    errors: [
      "Deeply-nested arrays/objects aren’t supported. Provide your own `querySerializer()` to handle these.",
    ],
    query: `${account}&${excluded}&remote_query[a]=c`,
    fault: "nests a query one level deep at most",
  },
  {
    name: "orval",
    program: "orval.js",
    query: `${account}&${excluded}&remote_query[a]=[object Object]`,
    fault: "writes a nested object as [object Object]",
  },
  {
    name: "@redocly/cli",
    program: "redocly.js",
    query: `${account}&${excluded}&remote_query[a]=[object+Object]`,
    fault: "writes a nested object as [object Object]",
  },
  { name: "openapi-zod-client", program: "openapi-zod-client.js", query: nested },
  {
    name: "swagger-ui-dist",
    program: "swagger-ui.js",
    query: `${account}&truto_response_format=unified&${excluded}&remote_query[a]={"b":"c"}`,
    fault: "writes a nested object as JSON",
  },
  { name: "openapi-client-axios", program: "openapi-client-axios.js", query: nested },
  {
    name: "@kubb/plugin-client",
    program: "kubb.js",
    query: `${account}&truto_exclude_fields[]=tags,urls&remote_query=[object+Object]`,
    fault: "writes a list with commas and a nested object as [object Object]",
  },
  {
    name: "openapi-explorer",
    program: "openapi-explorer.js",
    query: `${account}&${excluded}&remote_query={"a":{"b":"c"}}`,
    fault: "writes a nested object as JSON",
  },
  {
    name: "openapi-to-postmanv2",
    program: "postman.js",
    query:
      `${account}&truto_response_format=unified&truto_ignore_remote_data=true&` +
      "truto_exclude_fields[]=id&truto_exclude_fields[]=name&remote_query[foo]=bar",
    random: "truto_ignore_remote_data",
    fault: "switches every optional parameter on, with the value of its example, else a random one",
  },
  { name: "widdershins", program: "widdershins.js", query: account },
  {
    name: "openapi-mcp-generator",
    program: "openapi-mcp-generator.js",
    errors: ["a model's API does not take the argument truto_exclude_fields[]"],
    query: `${account}&truto_response_format=unified&truto_exclude_fields[]=tags,urls&remote_query=[object+Object]`,
    fault: "passes names on as they are, writes a list with commas and a nested object as [object Object]",
  },
  {
    name: "express-openapi-validator",
    program: "express-openapi-validator.js",
    answered: { "the delete": 200, "without an account": 400, "without a token": 401 },
  },
  {
    name: "@scalar/mock-server",
    program: "scalar-mock-server.js",
    answered: { "the delete": 200, "without an account": 422, "without a token": 401 },
    fault: "answers a wrong request in words of its own",
  },
  {
    name: "@mswjs/source",
    program: "mswjs-source.js",
    answered: { "the delete": 200, "without an account": 200, "without a token": 200 },
    fault: "does not look at the request",
  },
];
