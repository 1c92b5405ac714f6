import type { FileHandle } from "node:fs/promises";

/** A line of a report. */
export interface ReportLine {
  text: string;
  /** Bytes of the report before it. */
  offset: number;
  /** Whether the report ends before its line feed. */
  isCut?: boolean;
}

const lineFeed = 0x0a;

/** The first `length` bytes of a report in lines, in batches as they are read; the last line may lack its line feed. */
export async function* reportLines(file: FileHandle, length: number): AsyncGenerator<ReportLine[]> {
  if (length === 0) return;
  const chunks: AsyncIterable<Buffer> = file.createReadStream({
    start: 0,
    end: length - 1,
    autoClose: false,
  });
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const lines: ReportLine[] = [];
    let start = 0;
    for (let end = bytes.indexOf(lineFeed, rest.length); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      lines.push({ text: bytes.toString("utf8", start, end), offset: offset + start });
      start = end + 1;
    }
    rest = bytes.subarray(start);
    offset += start;
    yield lines;
  }
  if (rest.length > 0) yield [{ text: rest.toString(), offset, isCut: true }];
}
