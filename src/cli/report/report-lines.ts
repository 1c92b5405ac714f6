import type { FileHandle } from "node:fs/promises";

/** A line of a report. */
export interface ReportLine {
  text: string;
  /** The number of bytes in the report before it. */
  offset: number;
  /** `true` if the report ends before its line feed. */
  isCut?: boolean;
}

const lineFeed = 0x0a;

/** The lines in the first `length` bytes of a report, in batches. All are read into one buffer. */
export async function* reportLines(file: FileHandle, length: number): AsyncGenerator<ReportLine[]> {
  let buffer = Buffer.alloc(32 * 1024);
  /** The number of bytes at the start of the buffer that belong to an incomplete line. */
  let rest = 0;
  let position = 0;
  while (position < length) {
    if (rest === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
    const size = Math.min(buffer.length - rest, length - position);
    const { bytesRead } = await file.read(buffer, rest, size, position);
    // The file has become shorter.
    if (bytesRead === 0) break;
    const offset = position - rest;
    const bytes = buffer.subarray(0, rest + bytesRead);
    position += bytesRead;
    const lines: ReportLine[] = [];
    let start = 0;
    for (let end = bytes.indexOf(lineFeed, rest); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      lines.push({ text: bytes.toString("utf8", start, end), offset: offset + start });
      start = end + 1;
    }
    bytes.copyWithin(0, start);
    rest = bytes.length - start;
    yield lines;
  }
  if (rest > 0) yield [{ text: buffer.toString("utf8", 0, rest), offset: position - rest, isCut: true }];
}
