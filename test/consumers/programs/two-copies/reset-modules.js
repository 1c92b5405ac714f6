test("an error of the modules before a reset is one of the modules after it", async () => {
  const before = require("truto-crm-client");
  jest.resetModules();
  const after = require("truto-crm-client");
  expect(after.TrutoError).not.toBe(before.TrutoError);

  const error = await before
    .createTrutoClient({ token: "t" })
    .contacts.delete("..", { integrated_account_id: "a" })
    .catch((reason) => reason);
  expect(error).toBeInstanceOf(after.TrutoError);
  expect(error).toBeInstanceOf(after.TrutoInputError);
  expect(error).not.toBeInstanceOf(after.TrutoApiError);
});
