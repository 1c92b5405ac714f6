import { escapesIn, withoutEscapes } from "./escapes.js";

/** A token of fewer characters is no secret, and part of any word. */
const shortestSecret = 6;
/** So many characters of a token in a row are taken out even where the rest of it is missing. */
const shortestPart = 12;

/** What stands in the place of a token. */
const mark = "[token]";

/**
 * Takes every token out of a text, whole or in part, however JSON, a URL, HTML or a log writes it. Token and text are
 * compared without escapes, case and spaces, so that neither a spelling nor a line break hides anything.
 */
export function redact(tokens: readonly string[], text: string): string {
  return tokens.filter((token) => token.length >= shortestSecret).reduce(redactOne, text);
}

function redactOne(text: string, token: string): string {
  const secret = withoutEscapes(token);
  if (!mayHold(withoutEscapes(text), secret)) return text;
  const { characters, starts, ends } = charactersOf(text);
  const isSecret = findSecret(secret, characters);
  let redacted = "";
  let end = 0;
  for (const [at, start] of starts.entries()) {
    if (!isSecret[at]) continue;
    if (!isSecret[at - 1]) redacted += text.slice(end, start) + mark;
    end = ends[at] ?? end;
  }
  const rest = text.slice(end);
  return end > 0 && isCutEscape(rest) ? redacted : redacted + rest;
}

/** A quick look, as nearly every text is free of the token: twelve of its characters hold one of its blocks of six. */
function mayHold(text: string, secret: string): boolean {
  const blocks = secret.match(/.{6}/g) ?? [];
  return blocks.some((block) => text.includes(block));
}

/** Tells of each character of a text whether it is part of a secret. */
function findSecret(secret: string, text: string): boolean[] {
  const length = Math.min(secret.length, shortestPart);
  const parts = new Set<string>();
  for (let at = 0; at + length <= secret.length; at++) parts.add(secret.slice(at, at + length));
  const isSecret = new Array<boolean>(text.length).fill(false);
  for (let at = 0; at + length <= text.length; at++) {
    if (parts.has(text.slice(at, at + length))) isSecret.fill(true, at, at + length);
  }
  // A text that was cut may end with less than a part.
  for (let cut = length - 1; cut >= shortestSecret; cut--) {
    if (text.endsWith(secret.slice(0, cut))) isSecret.fill(true, text.length - cut);
  }
  return isSecret;
}

/** Up to eight characters may be an escape that was cut off with the text, and belongs to the token before it. */
function isCutEscape(text: string): boolean {
  return /^(\\+|[%&])[\w#]{0,7}$/.test(text);
}

/** The characters that {@link withoutEscapes} gives, and where each is written. */
function charactersOf(text: string): { characters: string; starts: number[]; ends: number[] } {
  let characters = "";
  const starts: number[] = [];
  const ends: number[] = [];
  const append = (character: string, start: number, end: number) => {
    characters += character;
    starts.push(start);
    ends.push(end);
  };
  let end = 0;
  for (const { index, written, character } of escapesIn(text)) {
    for (; end < index; end++) append(text.charAt(end).toLowerCase(), end, end + 1);
    end = index + written.length;
    if (character) append(character, index, end);
  }
  for (; end < text.length; end++) append(text.charAt(end).toLowerCase(), end, end + 1);
  return { characters, starts, ends };
}
