import type { Figure } from "./measure.js";

/** The figures of each measure, with the date and the machine. */
export type Results = Record<string, { measured: string; machine: string; figures: Figure[] }>;

type Table = { columns: string[]; rows: string[][]; origins: Set<string> };

/** The text of `results.json`: a line for each figure, so that a diff shows which one changed. */
export function resultsText(results: Results): string {
  const parts = Object.entries(results).map(([name, { figures, ...origin }]) => {
    const lines = figures.map((figure) => JSON.stringify(figure)).join(",\n");
    return `"${name}": ${JSON.stringify(origin).replace(/}$/, "")},"figures":[\n${lines}\n]}`;
  });
  return `{\n${parts.join(",\n")}\n}\n`;
}

/** Puts the tables of the results between the marks of a README. @throws when it has no marks */
export function withTables(readme: string, results: Results): string {
  const marked = /(?<=<!-- tables -->\n).*(?=<!-- end of tables -->)/s;
  if (!marked.test(readme)) throw new Error("The README has no marks for the tables.");
  return readme.replace(marked, () => `${tablesOf(results).map(tableText).join("")}\n`);
}

/** The tables, with a row for each figure. A figure without new columns is a row of the table before it. */
function tablesOf(results: Results): Table[] {
  const tables: Table[] = [];
  for (const { measured, machine, figures } of Object.values(results)) {
    for (const { label, digits, values } of figures) {
      let table = tables.at(-1);
      if (!table || Object.keys(values).some((name) => !table?.columns.includes(name))) {
        table = { columns: Object.keys(values), rows: [], origins: new Set() };
        tables.push(table);
      }
      const medians = table.columns.map((name) => values[name]?.toFixed(digits) ?? "");
      table.rows.push([label, ...medians, measured]);
      table.origins.add(`${measured}: ${machine}.`);
    }
  }
  return tables;
}

function tableText({ columns, rows, origins }: Table): string {
  const head = ["", ...columns, "measured"];
  const lines = [head, head.map(() => "---"), ...rows];
  const text = lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
  return `\n${text}\n${[...origins].join(" ")}\n`;
}
