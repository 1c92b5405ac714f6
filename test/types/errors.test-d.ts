import { describe, expectTypeOf, it } from "vitest";
import {
  type ErrorInsight,
  type RateLimit,
  TrutoApiError,
  TrutoConnectionError,
  type TrutoError,
  type TrutoInputError,
  type TrutoTimeoutError,
} from "../../src/index.js";

describe("every error", () => {
  it("is an Error with the attempts and the outcome of the call", () => {
    expectTypeOf<TrutoInputError>().toExtend<TrutoError>();
    expectTypeOf<TrutoApiError>().toExtend<TrutoError>();
    expectTypeOf<TrutoTimeoutError>().toExtend<TrutoError>();
    expectTypeOf<TrutoConnectionError>().toExtend<TrutoError>();
    expectTypeOf<TrutoError>().toExtend<Error>();
    expectTypeOf<TrutoError["attempts"]>().toBeNumber();
    expectTypeOf<TrutoError["mayHaveBeenApplied"]>().toBeBoolean();
  });

  it("is narrowed by instanceof or by its name", () => {
    const caught = {} as unknown;
    if (caught instanceof TrutoApiError) expectTypeOf(caught.status).toBeNumber();
    if (caught instanceof TrutoConnectionError) {
      expectTypeOf(caught.attempts).toBeNumber();
      // @ts-expect-error only an answer has a status
      caught.status;
    }
    expectTypeOf<TrutoInputError["name"]>().toEqualTypeOf<"TrutoInputError">();
    expectTypeOf<TrutoTimeoutError["name"]>().toEqualTypeOf<"TrutoTimeoutError">();
    expectTypeOf<TrutoConnectionError["name"]>().toEqualTypeOf<"TrutoConnectionError">();
    const either = {} as TrutoApiError | TrutoTimeoutError;
    if (either.name === "TrutoApiError") expectTypeOf(either).toEqualTypeOf<TrutoApiError>();
  });
});

describe("an API error", () => {
  it("has the typed fields of the response", () => {
    type Told = Pick<
      TrutoApiError,
      | "status"
      | "error"
      | "body"
      | "headers"
      | "isRemote"
      | "rawResponse"
      | "insight"
      | "details"
      | "missingScopes"
      | "needsReauth"
      | "rateLimit"
      | "retryAfter"
    >;
    expectTypeOf<Told>().toEqualTypeOf<{
      readonly status: number;
      readonly error: string | undefined;
      readonly body: unknown;
      readonly headers: Headers;
      readonly isRemote: boolean;
      readonly rawResponse: unknown;
      readonly insight: ErrorInsight | undefined;
      readonly details: unknown;
      readonly missingScopes: readonly string[];
      readonly needsReauth: boolean;
      readonly rateLimit: RateLimit | undefined;
      readonly retryAfter: number | undefined;
    }>();
  });

  it("has an insight with seven independent keys", () => {
    expectTypeOf<keyof ErrorInsight>().toEqualTypeOf<
      | "missing_required_query_parameters"
      | "missing_required_body_fields"
      | "conditionally_required_query_parameters"
      | "conditionally_required_body_fields"
      | "rate_limit_error"
      | "forbidden_error"
      | "remote_error"
    >();
    const insight = {} as ErrorInsight;
    expectTypeOf(insight.missing_required_query_parameters?.value).toEqualTypeOf<string[] | undefined>();
    expectTypeOf(insight.forbidden_error?.value?.missing_scopes).toEqualTypeOf<string[] | undefined>();
    // @ts-expect-error it may not be there
    insight.remote_error.description;
  });

  it("is read-only", () => {
    const error = {} as TrutoApiError;
    // @ts-expect-error read-only
    error.status = 200;
    // @ts-expect-error read-only
    error.missingScopes.push("a");
  });
});
