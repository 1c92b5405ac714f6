import * as rules from "./house-rules.js";
import * as decorators from "./reference-page.js";

/** The lint rules of this contract, and the changes for its reference page. */
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
