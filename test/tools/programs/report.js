/** Prints a tool's findings about the contract as one line of JSON, which the test reads. */
export function report(errors, answered) {
  console.log(JSON.stringify({ errors, answered }));
}
