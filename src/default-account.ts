/** The default account of each client that has one: runs on it must share a limit, whether they name the account or not. */
export const defaultAccounts = new WeakMap<object, string>();
