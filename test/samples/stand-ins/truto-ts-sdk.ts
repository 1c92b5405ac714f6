import qs from "qs";

type Options = { unified_model: string; resource: string; integrated_account_id: string };

/**
 * Stands in for Truto's own SDK, which no registry has: it takes what version 2.0.12 takes for a delete, and
 * sends what that sends.
 */
export default class Truto {
  readonly #options: { token: string; baseUrl?: string };

  constructor(options: { token: string; baseUrl?: string }) {
    this.#options = options;
  }

  readonly unifiedApi = {
    delete: async (id: string, { unified_model, resource, ...query }: Options): Promise<{ id: string }> => {
      const { token, baseUrl = "https://api.truto.one" } = this.#options;
      const path = `/unified/${unified_model}/${resource}/${encodeURIComponent(id)}`;
      const response = await fetch(`${baseUrl}${path}?${qs.stringify(query)}`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${token}` },
      });
      if (!response.ok) throw new Error(response.statusText);
      return response.json();
    },
  };
}
