// Generated from openapi/ by `npm run generate`. Edit the spec, never this file.

export interface paths {
    "/unified/crm/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a contact
         * @description Deletes one contact in the CRM of the integrated account and returns the deleted contact. Many CRMs return only its `id`. Only `200` and `204` mean that the contact is deleted; a `204` has no body. No two deletes may share an `Idempotency-Key`.
         */
        delete: operations["deleteContact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What Truto found out about the cause of an error. Every key is optional and independent of the others. */
        ErrorInsight: {
            /** @description Required query parameters that are missing from the request. */
            missing_required_query_parameters?: {
                /** @description What Truto found, in one sentence. */
                description: string;
                /** @description The names of the parameters. */
                value?: string[];
            };
            /** @description Required fields of the body that are missing from the request. */
            missing_required_body_fields?: {
                /** @description What Truto found, in one sentence. */
                description: string;
                /** @description The names of the fields. */
                value?: string[];
            };
            /** @description Rules that require a query parameter in certain cases. Information only; the request may satisfy them all. */
            conditionally_required_query_parameters?: {
                /** @description What Truto found, in one sentence. */
                description: string;
                /** @description The rule for each parameter, by its name. */
                value?: {
                    [key: string]: unknown;
                };
            };
            /** @description Rules that require a field of the body in certain cases. Information only; the request may satisfy them all. */
            conditionally_required_body_fields?: {
                /** @description What Truto found, in one sentence. */
                description: string;
                /** @description The rule for each field, by its name. */
                value?: {
                    [key: string]: unknown;
                };
            };
            /** @description The CRM responded with 429. */
            rate_limit_error?: {
                /** @description What Truto found, in one sentence. */
                description: string;
            };
            /** @description The connection to the CRM lacks OAuth scopes that the request needs. */
            forbidden_error?: {
                /** @description What Truto found, in one sentence. */
                description: string;
                /** @description What the connection lacks. */
                value?: {
                    /** @description The OAuth scopes that the user must grant. */
                    missing_scopes?: string[];
                };
            };
            /** @description The error is the CRM's, not Truto's. Present with every error of the CRM. */
            remote_error?: {
                /** @description What Truto found, in one sentence. */
                description: string;
            };
        };
        /** @description The body of every error that Truto sends. A proxy on the way may send HTML or no body instead. */
        TrutoError: {
            /** @description The HTTP status of the response. */
            statusCode: number;
            /** @description The canonical name of the HTTP status. */
            error: string;
            /** @description What went wrong. Empty when the CRM's response gave no reason. */
            message: string;
            /** @description What is wrong with a request that did not pass validation. Its shape depends on the check. */
            details?: unknown;
            /** @description True when the error is the CRM's, not Truto's. The CRM's own headers are then passed on. */
            truto_is_remote_error?: boolean;
            /** @description The CRM's response body: the JSON value if it is JSON, else its text. Only with `truto_is_remote_error`. */
            raw_response?: unknown;
            truto_error_insight?: components["schemas"]["ErrorInsight"];
        };
        /** @description A postal address. */
        Address: {
            /** @description The city. */
            city?: string;
            /** @description The country. */
            country?: string;
            /** @description The id that identifies the address. */
            id?: string;
            /** @description The postal code. */
            postal_code?: string;
            /** @description The state or region. */
            state?: string;
            /** @description The first line of the street address. */
            street_1?: string;
            /** @description The second line of the street address. */
            street_2?: string;
            /** @description The type of the address. */
            type?: string;
        };
        /** @description An email address with its type. */
        EmailAddress: {
            /** @description The address itself. */
            email?: string;
            /** @description The id that identifies the email address. */
            id?: string;
            /** @description The type of the email address. */
            type?: string;
        };
        /** @description A phone number with its type. */
        PhoneNumber: {
            /** @description The extension to dial after the number. */
            extension?: string;
            /** @description The id that identifies the phone number. */
            id?: string;
            /** @description The number itself. */
            number?: string;
            /** @description The type of the phone number. */
            type?: string;
        };
        /** @description A tag of the CRM. */
        Tag: {
            /** @description The id that identifies the tag. */
            id?: string;
            /** @description The name of the tag. */
            name?: string;
        };
        /** @description A web address with its type. */
        Url: {
            /** @description The type of the web address. */
            type?: string;
            /** @description The web address itself. */
            url?: string;
        };
        /** @description A contact in Truto's unified CRM model. `id` is the only field that every CRM fills in; `truto_exclude_fields` can leave out any field. */
        Contact: {
            /** @description The id that identifies the contact in its CRM. */
            id: string;
            /** @description The account (company) that the contact belongs to. References the `id` of an [account](https://truto.one/docs/api-reference/unified-crm-api/accounts). */
            account?: {
                /** @description The id that identifies the account. */
                id?: string;
                /** @description The name of the account. */
                name?: string;
            };
            /** @description The postal addresses of the contact. */
            addresses?: components["schemas"]["Address"][];
            /**
             * Format: date-time
             * @description When the contact was created.
             */
            created_at?: string;
            /** @description Every custom field that the CRM holds for the contact, by name. */
            custom_fields?: {
                [key: string]: unknown;
            };
            /** @description The email addresses of the contact. */
            email_addresses?: components["schemas"]["EmailAddress"][];
            /** @description The id of this version of the contact. It changes whenever the contact changes. */
            etag?: string;
            /** @description The given name of the contact. */
            first_name?: string;
            /**
             * Format: date-time
             * @description When the contact was last active.
             */
            last_activity_at?: string;
            /** @description The family name of the contact. */
            last_name?: string;
            /** @description The full name of the contact. */
            name?: string;
            /** @description The owner of the account. */
            owner?: {
                /** @description The id that identifies the owner. */
                id?: string;
            };
            /** @description The phone numbers of the contact. */
            phone_numbers?: components["schemas"]["PhoneNumber"][];
            /** @description The unchanged data that the CRM's own API returned. `truto_ignore_remote_data` leaves it out. */
            remote_data?: {
                [key: string]: unknown;
            };
            /** @description The tags on the contact. */
            tags?: components["schemas"]["Tag"][];
            /** @description The job title of the contact. */
            title?: string;
            /**
             * Format: date-time
             * @description When the contact was last changed.
             */
            updated_at?: string;
            /** @description The web addresses of the contact. */
            urls?: components["schemas"]["Url"][];
        };
        /** @description The response to `truto_response_format=normalized`: the mapped data in a normalized format. Truto does not document its fields. */
        NormalizedContact: {
            [key: string]: unknown;
        };
        /** @description The response to `truto_response_format=raw` or `stream` when the CRM returns JSON: any JSON value, as the CRM sent it. */
        RawResponse: unknown;
    };
    responses: {
        /** @description Any other error. A status of the CRM's is passed on with `truto_is_remote_error`; a proxy on the way may respond with a status and a body of its own. */
        OtherError: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description The contact is deleted. The body depends on `truto_response_format`: the deleted contact, its normalized form, or the CRM's own response body in the CRM's own content type. Many CRMs return only the `id`. */
        ContactDeleted: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Contact"] | components["schemas"]["NormalizedContact"] | components["schemas"]["RawResponse"];
                "text/plain": string;
                "application/octet-stream": unknown;
            };
        };
        /** @description The contact is deleted. The response has no body. */
        ContactDeletedWithoutBody: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Truto refused the request, or the CRM did. `truto_error_insight` and `details` name what is missing or wrong. The same request fails again. */
        BadRequest: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description The token is missing, wrong or expired. With `truto_is_remote_error`, the CRM refused the connection: the account stays in `needs_reauth` until its user reconnects it. */
        Unauthorized: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description The token, or the connection to the CRM, is not allowed to make this request. When the connection lacks OAuth scopes, `truto_error_insight.forbidden_error` lists them. */
        Forbidden: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description The token can't access this account. With `truto_is_remote_error`, the CRM has no such resource. */
        NotFound: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description Sandbox accounts are read-only: they refuse `POST`, `PATCH` and `DELETE`. */
        MethodNotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description The CRM refused the request because of the state of the resource. */
        Conflict: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description The CRM understood the request and refused it. */
        UnprocessableEntity: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description Too many requests. Truto allows 500 in 10 seconds for a token and 50 in 10 seconds for an integrated account, and sends `Retry-After: 10`. When the limit is the CRM's, its own `Retry-After` is passed on, or there is only `ratelimit-reset`. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description Truto failed. With `truto_is_remote_error`, the CRM failed. The request may still have taken effect. */
        InternalServerError: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description Truto got no usable response from the CRM. The request may still have taken effect. */
        BadGateway: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description The integrated account is blocked: only Truto's support can lift the block. With `truto_is_remote_error`, the CRM is not available. */
        ServiceUnavailable: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description The CRM did not respond to Truto in time. The request may still have taken effect. */
        GatewayTimeout: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
        /** @description Any other failure of a server, usually the CRM's. The request may still have taken effect. */
        ProviderFailure: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrutoError"];
            };
        };
    };
    parameters: {
        /**
         * @description The id of the resource, as the CRM knows it.
         * @example 23423523
         */
        id: string;
        /**
         * @description The id of the integrated account to use for the request. It is the connection of one customer to one CRM.
         * @example 62f44730-dd91-461e-bd6a-aedd9e0ad79d
         */
        integrated_account_id: string;
        /**
         * @description The format of the response:
         *
         *     - `unified`: the contact in Truto's unified model, with the unified mappings applied.
         *     - `raw`: the unprocessed response of the CRM.
         *     - `normalized`: the data after the unified mappings, in a normalized format.
         *     - `stream`: the response as a stream, for large data sets, files and binary data. It is passed on as it
         *       arrives, and never held in memory as a whole.
         * @example unified
         */
        truto_response_format: "unified" | "raw" | "normalized" | "stream";
        /** @description Whether to leave the `remote_data` field out of the response. */
        truto_ignore_remote_data: boolean;
        /**
         * @description The fields to leave out of the response, one query parameter for each: `truto_exclude_fields[]=id&truto_exclude_fields[]=name`. See [how Truto encodes query parameters](https://truto.one/docs/api-reference/overview/querying).
         * @example [
         *       "id",
         *       "name"
         *     ]
         */
        truto_exclude_fields: string[];
        /**
         * @description Query parameters for the CRM's own API, passed on unchanged. Objects nest to any depth in brackets (`remote_query[foo][bar]=baz`), array elements take empty brackets (`remote_query[foo][]=bar`), dates are ISO 8601, booleans `true` or `false`. See [how Truto encodes query parameters](https://truto.one/docs/api-reference/overview/querying).
         * @example {
         *       "foo": "bar"
         *     }
         */
        remote_query: {
            [key: string]: unknown;
        };
    };
    requestBodies: never;
    headers: {
        /**
         * @description The requests that the CRM allows in one window, optionally followed by the window's length in seconds: `110;w=10`. Present only if the CRM exposes its limits.
         * @example 110;w=10
         */
        RateLimitLimit: string;
        /**
         * @description The requests left in the current window. Present only if the CRM exposes its limits.
         * @example 109
         */
        RateLimitRemaining: number;
        /**
         * @description The seconds until the current window ends. Present only if the CRM exposes its limits.
         * @example 60
         */
        RateLimitReset: number;
        /** @description How long to wait before the next request, in seconds or as an HTTP date. */
        RetryAfter: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    deleteContact: {
        parameters: {
            query: {
                /**
                 * @description The id of the integrated account to use for the request. It is the connection of one customer to one CRM.
                 * @example 62f44730-dd91-461e-bd6a-aedd9e0ad79d
                 */
                integrated_account_id: components["parameters"]["integrated_account_id"];
                /**
                 * @description The format of the response:
                 *
                 *     - `unified`: the contact in Truto's unified model, with the unified mappings applied.
                 *     - `raw`: the unprocessed response of the CRM.
                 *     - `normalized`: the data after the unified mappings, in a normalized format.
                 *     - `stream`: the response as a stream, for large data sets, files and binary data. It is passed on as it
                 *       arrives, and never held in memory as a whole.
                 * @example unified
                 */
                truto_response_format?: components["parameters"]["truto_response_format"];
                /** @description Whether to leave the `remote_data` field out of the response. */
                truto_ignore_remote_data?: components["parameters"]["truto_ignore_remote_data"];
                /**
                 * @description The fields to leave out of the response, one query parameter for each: `truto_exclude_fields[]=id&truto_exclude_fields[]=name`. See [how Truto encodes query parameters](https://truto.one/docs/api-reference/overview/querying).
                 * @example [
                 *       "id",
                 *       "name"
                 *     ]
                 */
                "truto_exclude_fields[]"?: components["parameters"]["truto_exclude_fields"];
                /**
                 * @description Query parameters for the CRM's own API, passed on unchanged. Objects nest to any depth in brackets (`remote_query[foo][bar]=baz`), array elements take empty brackets (`remote_query[foo][]=bar`), dates are ISO 8601, booleans `true` or `false`. See [how Truto encodes query parameters](https://truto.one/docs/api-reference/overview/querying).
                 * @example {
                 *       "foo": "bar"
                 *     }
                 */
                remote_query?: components["parameters"]["remote_query"];
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource, as the CRM knows it.
                 * @example 23423523
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ContactDeleted"];
            204: components["responses"]["ContactDeletedWithoutBody"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
            "5XX": components["responses"]["ProviderFailure"];
            default: components["responses"]["OtherError"];
        };
    };
}
