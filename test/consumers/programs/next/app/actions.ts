"use server";

import { truto } from "./truto";

export async function deleteContact(_: string, form: FormData): Promise<string> {
  const contact = await truto.contacts.delete(String(form.get("id")));
  return `deleted ${contact.id}`;
}
