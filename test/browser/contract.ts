import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { contactFields, integrations } from "../../generated/contact-fields.js";

const { bundle, createConfig }: typeof import("@redocly/openapi-core") = createRequire(import.meta.url)(
  "@redocly/openapi-core",
);

type Example = { status: string; mediaType: string; summary: string; value: unknown };
type Parameter = { name: string; in: string; "x-truto-specific"?: boolean };
type Link = { description: string; url: string };
type Field = { "x-truto-references"?: { resource: string; field: string } };
type Media = { examples?: Record<string, Omit<Example, "status" | "mediaType">> };
type Operation = {
  summary: string;
  tags: string[];
  externalDocs: Link;
  parameters: Parameter[];
  "x-codeSamples": { label: string; source: string }[];
  responses: Record<string, { content?: Record<string, Media> }>;
};
type Document = {
  info: { title: string; summary: string; description: string };
  externalDocs: Link;
  tags: { name: string }[];
  components: {
    securitySchemes: Record<string, { description: string }>;
    schemas: { Contact: { properties: Record<string, Field> } };
  };
  paths: Record<string, { parameters?: Parameter[]; delete?: Operation }>;
};

/** The contents of the contract that its reference page must show. */
export async function readContract() {
  const ref = fileURLToPath(new URL("../../openapi/openapi.yaml", import.meta.url));
  const bundled = await bundle({ ref, config: await createConfig({}), dereference: true });
  const { info, externalDocs, tags, components, paths }: Document = bundled.bundle.parsed;
  const deletes = Object.entries(paths).flatMap(([path, { parameters = [], delete: operation }]) =>
    operation ? [{ path, parameters, operation }] : [],
  );
  const operations = deletes.map(({ path, parameters, operation }) => ({
    path,
    summary: operation.summary,
    tags: operation.tags,
    externalDocs: operation.externalDocs,
    parameters: [...parameters, ...operation.parameters],
    samples: operation["x-codeSamples"],
    examples: Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
      Object.entries(content).flatMap(([mediaType, { examples = {} }]): Example[] =>
        Object.values(examples).map((example) => ({ status, mediaType, ...example })),
      ),
    ),
  }));
  const [operation] = operations;
  if (operation === undefined) throw new Error("The contract has no delete.");
  const guides = [...info.description.matchAll(/^## (.*)$/gm)].map(([, heading]) => `${heading}`);
  const security = Object.values(components.securitySchemes).map(({ description }) => description);
  const references = Object.entries(components.schemas.Contact.properties).flatMap(
    ([path, { "x-truto-references": target }]) => (target ? [{ path, ...target }] : []),
  );
  return {
    info,
    links: [externalDocs, operation.externalDocs],
    tags,
    security,
    guides,
    operation,
    references,
    fields: Object.entries(contactFields).map(supported),
  };
}

/** A field with the names of the integrations that support it. */
function supported([path, slugs]: [string, readonly (keyof typeof integrations)[]]) {
  return { path, supportedBy: slugs.map((slug) => integrations[slug]).join(", ") };
}
