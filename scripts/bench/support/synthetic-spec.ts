/** The parts of a bundled spec that grow with its operations. */
interface Spec {
  paths: Record<string, unknown>;
  components: { schemas: Record<string, unknown>; responses: Record<string, unknown> };
}

/**
 * Grows a bundled spec of one operation to many: each with a path, an operation id, a response and a schema
 * of its own.
 */
export function growSpec(spec: Spec, operations: number): Spec {
  const { paths, components } = structuredClone(spec);
  const names = { schemas: "Contact", responses: "ContactDeleted" } as const;
  for (let number = 2; number <= operations; number++) {
    const copy = (part: unknown): unknown =>
      JSON.parse(
        JSON.stringify(part)
          .replace(/(#\/components\/(?:schemas\/Contact|responses\/ContactDeleted))"/g, `$1${number}"`)
          .replace('"operationId":"deleteContact"', `"operationId":"deleteContact${number}"`),
      );
    for (const kind of ["schemas", "responses"] as const) {
      components[kind][`${names[kind]}${number}`] = copy(spec.components[kind][names[kind]]);
    }
    for (const [path, item] of Object.entries(spec.paths)) {
      paths[path.replace("contacts", `contacts${number}`)] = copy(item);
    }
  }
  return { ...spec, paths, components };
}
