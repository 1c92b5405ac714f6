import {
  documentedOperation,
  knownIntegration,
  propertyDescription,
  responseExample,
} from "./house-rules.js";
import {
  fieldMarks,
  firstSteps,
  operationWords,
  parameterMarks,
  soleTagAsHeading,
} from "./reference-page.js";

/** What this contract asks of itself, and how its reference page differs from it. */
export default function truto() {
  return {
    id: "truto",
    rules: {
      oas3: {
        "property-description": propertyDescription,
        "known-integration": knownIntegration,
        "response-example": responseExample,
        "documented-operation": documentedOperation,
      },
    },
    decorators: {
      oas3: {
        "field-marks": fieldMarks,
        "parameter-marks": parameterMarks,
        "sole-tag-as-heading": soleTagAsHeading,
        "first-steps": firstSteps,
        "operation-words": operationWords,
      },
    },
  };
}
