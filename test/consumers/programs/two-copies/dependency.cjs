// Another package, in CommonJS, that uses this one.
const { TrutoError, TrutoApiError, TrutoInputError } = require("truto-crm-client");
const { apiErrorOf } = require("truto-crm-client/api");
const { deleteContacts } = require("truto-crm-client/bulk");

/** The names of this copy's error classes that an error is an instance of. */
function classesOf(error) {
  const classes = Object.entries({ TrutoError, TrutoApiError, TrutoInputError });
  return classes.filter(([, Kind]) => error instanceof Kind).map(([name]) => name);
}

/** Deletes contacts with the application's client. Returns each outcome, and the error that ended the run. */
async function run(truto, ids) {
  const outcomes = [];
  try {
    for await (const { outcome } of deleteContacts(truto, ids, {}, { concurrency: 1 }))
      outcomes.push(outcome);
    return { outcomes, ended: "at the end" };
  } catch (error) {
    return { outcomes, ended: error.status };
  }
}

module.exports = { TrutoError, apiErrorOf, classesOf, run };
