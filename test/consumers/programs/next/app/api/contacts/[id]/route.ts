import { type Contact, TrutoApiError } from "truto-crm-client";
import { truto } from "../../../truto";

export async function DELETE(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  // The test asks the mock for an error.
  const headers = { prefer: new URL(request.url).searchParams.get("prefer") ?? "" };
  try {
    const contact: Contact = await truto.contacts.delete(id, {}, { headers });
    return Response.json({ contact: contact.id });
  } catch (error) {
    if (error instanceof TrutoApiError) return Response.json({ refusal: error.status });
    throw error;
  }
}
