import { type Contact, createTrutoClient, TrutoApiError } from "../../../src/index.js";

const truto = createTrutoClient({ token: "token", integratedAccountId: "account" });

export async function erase(id: string): Promise<Contact | undefined> {
  try {
    return await truto.contacts.delete(id);
  } catch (error) {
    if (error instanceof TrutoApiError && error.status === 404) return undefined;
    throw error;
  }
}

// @ts-expect-error a typo does not compile
export const typo = truto.contacts.delete("1", { truto_response_formats: "raw" });
