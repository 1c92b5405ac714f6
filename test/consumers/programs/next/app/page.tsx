"use client";

import { useActionState } from "react";
import { deleteContact } from "./actions";

export default function Page() {
  const [outcome, act] = useActionState(deleteContact, "");
  return (
    <form action={act}>
      <input name="id" defaultValue="23423523" />
      <button type="submit">Delete</button>
      <output>{outcome}</output>
    </form>
  );
}
