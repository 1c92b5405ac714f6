/** Prints what a tool has to say about the contract, in one line of JSON for the test. */
export function report(errors, answered) {
  console.log(JSON.stringify({ errors, answered }));
}
