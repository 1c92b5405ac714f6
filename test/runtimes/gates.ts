/** Named events of the server that a test waits for, or makes it wait for; an opened gate stays open. */
export interface Gates {
  open(name: string): void;
  opened(name: string): Promise<void>;
}

/** Makes a set of gates, all closed. */
export function createGates(): Gates {
  const gates = new Map<string, { opened: Promise<void>; open: () => void }>();
  const gate = (name: string) => {
    const known = gates.get(name);
    if (known) return known;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    gates.set(name, { opened, open });
    return { opened, open };
  };
  return { open: (name) => gate(name).open(), opened: (name) => gate(name).opened };
}
