import * as rules from "./house-rules.js";
import * as decorators from "./reference-page.js";

/** What this contract asks of itself, and how its reference page differs from it. */
export default function truto() {
  return {
    id: "truto",
    rules: {
      oas3: {
        "property-description": rules.propertyDescription,
        "known-integration": rules.knownIntegration,
        "response-example": rules.responseExample,
        "documented-operation": rules.documentedOperation,
      },
    },
    decorators: {
      oas3: {
        marks: decorators.marks,
        "sole-tag-as-heading": decorators.soleTagAsHeading,
        "first-steps": decorators.firstSteps,
        "operation-words": decorators.operationWords,
      },
    },
  };
}
