// Generated from openapi/ by `npm run generate`. Edit the spec, never this file.

export interface paths {
    "/unified/crm/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the contact to delete, as the CRM knows it.
                 * @example 23423523
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a contact
         * @description Deletes one contact in the CRM behind the integrated account and answers with the deleted contact. Many CRMs return nothing but its `id`. Success is told by the status alone: a `204` has no body.
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
            /** @description What kind of address it is. */
            type?: string;
        };
        /** @description An email address with its kind. */
        EmailAddress: {
            /** @description The address itself. */
            email?: string;
            /** @description The id that identifies the email address. */
            id?: string;
            /** @description What kind of email address it is. */
            type?: string;
        };
        /** @description A phone number with its kind. */
        PhoneNumber: {
            /** @description The extension to dial after the number. */
            extension?: string;
            /** @description The id that identifies the phone number. */
            id?: string;
            /** @description The number itself. */
            number?: string;
            /** @description What kind of phone number it is. */
            type?: string;
        };
        /** @description A tag of the CRM. */
        Tag: {
            /** @description The id that identifies the tag. */
            id?: string;
            /** @description The name of the tag. */
            name?: string;
        };
        /** @description A web address with its kind. */
        Url: {
            /** @description What kind of web address it is. */
            type?: string;
            /** @description The web address itself. */
            url?: string;
        };
        /** @description A contact in Truto's unified CRM model. Only `id` is certain to be there. */
        Contact: {
            /** @description The id that identifies the contact in its CRM. */
            id: string;
            /** @description The account (company) that the contact belongs to. It refers to an account by that account's `id`. */
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
            /** @description An id of this very version of the contact; it changes when the contact does. */
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
            /** @description The user of the CRM who owns the account. */
            owner?: {
                /** @description The id that identifies the owner. */
                id?: string;
            };
            /** @description The phone numbers of the contact. */
            phone_numbers?: components["schemas"]["PhoneNumber"][];
            /** @description What the CRM's own API returned, as it came. Left out with `truto_ignore_remote_data`. */
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
        /** @description The answer to `truto_response_format=normalized`: the mapped data in a normalized format. Truto does not document its fields. */
        NormalizedContact: {
            [key: string]: unknown;
        };
        /** @description What Truto makes of an error. Each key stands for itself; any of them may be there. */
        ErrorInsight: {
            /** @description Required query parameters that the request left out. */
            missing_required_query_parameters?: {
                /** @description The finding in words. */
                description: string;
                /** @description The names of the parameters. */
                value?: string[];
            };
            /** @description Required fields of the body that the request left out. */
            missing_required_body_fields?: {
                /** @description The finding in words. */
                description: string;
                /** @description The names of the fields. */
                value?: string[];
            };
            /** @description Rules that make a query parameter required at times. For information: no rule need be broken. */
            conditionally_required_query_parameters?: {
                /** @description The finding in words. */
                description: string;
                /** @description The rule for each parameter, by its name. */
                value?: {
                    [key: string]: unknown;
                };
            };
            /** @description Rules that make a field of the body required at times. For information: no rule need be broken. */
            conditionally_required_body_fields?: {
                /** @description The finding in words. */
                description: string;
                /** @description The rule for each field, by its name. */
                value?: {
                    [key: string]: unknown;
                };
            };
            /** @description The CRM answered 429. */
            rate_limit_error?: {
                /** @description The finding in words. */
                description: string;
            };
            /** @description The connection lacks OAuth scopes that the call needs. */
            forbidden_error?: {
                /** @description The finding in words. */
                description: string;
                /** @description What the connection lacks. */
                value?: {
                    /** @description The OAuth scopes to ask the user for. */
                    missing_scopes?: string[];
                };
            };
            /** @description The CRM failed, not Truto. Present whenever it did. */
            remote_error?: {
                /** @description The finding in words. */
                description: string;
            };
        };
        /** @description The body of every error that Truto itself writes. A proxy on the way may answer HTML or nothing instead. */
        Error: {
            /** @description The HTTP status, again. */
            statusCode: number;
            /** @description The canonical name of the HTTP status. */
            error: string;
            /** @description What went wrong. Empty when the CRM's answer gave no reason. */
            message: string;
            /** @description More about a request that did not validate. Its shape depends on the check that failed. */
            details?: unknown;
            /** @description True when the CRM failed, not Truto. The CRM's own headers are then passed on. */
            truto_is_remote_error?: boolean;
            /** @description The body of the CRM's answer, parsed if it was JSON, else its text. Only with a failure of the CRM. */
            raw_response?: unknown;
            truto_error_insight?: components["schemas"]["ErrorInsight"];
        };
    };
    responses: {
        /** @description The contact is deleted. The body depends on `truto_response_format`: the deleted contact, its normalized form, or the CRM's own answer in the CRM's own content type. Often it is no more than the `id`. */
        ContactDeleted: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Contact"] | components["schemas"]["NormalizedContact"];
                "text/plain": string;
                "application/octet-stream": unknown;
            };
        };
        /** @description The contact is deleted, and the CRM had nothing to say about it. */
        ContactDeletedWithoutBody: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Truto refused the request, or the CRM found it malformed. `truto_error_insight` names what is missing. The same request fails again. */
        BadRequest: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Without the remote flag, the token is missing, wrong or expired. With it, the CRM refused the connection: the account stays in `needs_reauth` until its user reconnects it. */
        Unauthorized: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The call is not allowed. When the connection lacks OAuth scopes, `truto_error_insight.forbidden_error` lists them. */
        Forbidden: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no such contact, or the token can not see the integrated account. */
        NotFound: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Sandbox accounts are read-only: they refuse `POST`, `PATCH` and `DELETE`. */
        MethodNotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The CRM rejected the delete because of the state that the contact is in. */
        Conflict: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The CRM understood the delete and rejected it. */
        UnprocessableEntity: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Too many requests. Truto allows 500 in 10 seconds for a token and 50 in 10 seconds for an integrated account, and answers with `Retry-After: 10`. When the CRM sets the limit, its own `Retry-After` is passed on, or there is only `ratelimit-reset`. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Truto failed. With the remote flag, the CRM did. The contact may have been deleted all the same. */
        InternalServerError: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Truto got no clean answer from the CRM. The contact may have been deleted all the same. */
        BadGateway: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The integrated account is blocked. Only Truto can lift the block. With the remote flag, the CRM is not available. */
        ServiceUnavailable: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The CRM did not answer Truto in time. The contact may have been deleted all the same. */
        GatewayTimeout: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Any other failure on the server's side: the CRM is failing. The contact may have been deleted all the same. */
        ProviderFailure: {
            headers: {
                "ratelimit-limit": components["headers"]["RateLimitLimit"];
                "ratelimit-remaining": components["headers"]["RateLimitRemaining"];
                "ratelimit-reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /**
         * @description The id of the contact to delete, as the CRM knows it.
         * @example 23423523
         */
        id: string;
        /**
         * @description The id of the integrated account, the connected CRM in which the call is made.
         * @example 62f44730-dd91-461e-bd6a-aedd9e0ad79d
         */
        integrated_account_id: string;
        /**
         * @description How the answer is presented:
         *
         *     - `unified`: the contact in Truto's unified model, with the unified mappings applied.
         *     - `raw`: what the CRM answered, untouched.
         *     - `normalized`: the data after the unified mappings, in a normalized format.
         *     - `stream`: the answer as a stream. It suits large data sets, files and binary data, since nothing has to
         *       be held in memory as a whole while it is passed on.
         * @example unified
         */
        truto_response_format: "unified" | "raw" | "normalized" | "stream";
        /** @description Whether to leave the `remote_data` field out of the answer. */
        truto_ignore_remote_data: boolean;
        /**
         * @description The fields to leave out of the answer, one query parameter for each: `truto_exclude_fields[]=id&truto_exclude_fields[]=name`.
         * @example [
         *       "id",
         *       "name"
         *     ]
         */
        truto_exclude_fields: string[];
        /**
         * @description Query parameters for the CRM's own API, passed on as they are. Objects nest to any depth in brackets (`remote_query[foo][bar]=baz`), array elements take empty brackets (`remote_query[foo][]=bar`), dates are ISO 8601, booleans `true` or `false`.
         * @example {
         *       "foo": "bar"
         *     }
         */
        remote_query: {
            [key: string]: unknown;
        };
        /**
         * @description A value unique to this delete. The same key sent again is answered from a cache, and the delete is not run again. Truto documents this for mutating calls in one place and for `POST` and `PATCH` in another, so send it, but do not rely on it for a `DELETE`.
         * @example 0f8fad5b-d9cb-469f-a165-70867728950e
         */
        "Idempotency-Key": string;
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
        /**
         * @description How long to wait before the next attempt, in seconds or as an HTTP date.
         * @example 10
         */
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
                 * @description The id of the integrated account, the connected CRM in which the call is made.
                 * @example 62f44730-dd91-461e-bd6a-aedd9e0ad79d
                 */
                integrated_account_id: components["parameters"]["integrated_account_id"];
                /**
                 * @description How the answer is presented:
                 *
                 *     - `unified`: the contact in Truto's unified model, with the unified mappings applied.
                 *     - `raw`: what the CRM answered, untouched.
                 *     - `normalized`: the data after the unified mappings, in a normalized format.
                 *     - `stream`: the answer as a stream. It suits large data sets, files and binary data, since nothing has to
                 *       be held in memory as a whole while it is passed on.
                 * @example unified
                 */
                truto_response_format?: components["parameters"]["truto_response_format"];
                /** @description Whether to leave the `remote_data` field out of the answer. */
                truto_ignore_remote_data?: components["parameters"]["truto_ignore_remote_data"];
                /**
                 * @description The fields to leave out of the answer, one query parameter for each: `truto_exclude_fields[]=id&truto_exclude_fields[]=name`.
                 * @example [
                 *       "id",
                 *       "name"
                 *     ]
                 */
                "truto_exclude_fields[]"?: components["parameters"]["truto_exclude_fields"];
                /**
                 * @description Query parameters for the CRM's own API, passed on as they are. Objects nest to any depth in brackets (`remote_query[foo][bar]=baz`), array elements take empty brackets (`remote_query[foo][]=bar`), dates are ISO 8601, booleans `true` or `false`.
                 * @example {
                 *       "foo": "bar"
                 *     }
                 */
                remote_query?: components["parameters"]["remote_query"];
            };
            header?: {
                /**
                 * @description A value unique to this delete. The same key sent again is answered from a cache, and the delete is not run again. Truto documents this for mutating calls in one place and for `POST` and `PATCH` in another, so send it, but do not rely on it for a `DELETE`.
                 * @example 0f8fad5b-d9cb-469f-a165-70867728950e
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /**
                 * @description The id of the contact to delete, as the CRM knows it.
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
        };
    };
}
