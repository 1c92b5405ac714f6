/** Throws unless two values are the same when written as JSON. */
export function same(actual, expected, what) {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`${what}: expected ${wanted}, got ${got}`);
}

/** Throws unless a value is an instance of a class. */
export function isA(value, Class) {
  if (!(value instanceof Class)) throw new Error(`expected a ${Class.name}, got ${value}`);
}

/** Gives what a promise rejects with; throws when it resolves. */
export async function rejection(promise) {
  let value;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`expected a rejection, got ${JSON.stringify(value)}`);
}

/** Settles as a promise does, or rejects when it takes longer than `limit` ms. */
export function within(limit, promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not done within ${limit} ms`)), limit);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
