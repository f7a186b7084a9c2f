import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/vendor/**", "**/node_modules/**"] },
  js.configs.recommended,
  {
    files: ["**/theme/assets/*.js"],
    languageOptions: { sourceType: "script", globals: globals.browser },
    rules: { "max-len": ["error", 100], complexity: ["error", 15] },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { sourceType: "module", globals: { ...globals.node, ...globals.browser } },
    rules: { "max-len": ["error", 100], complexity: ["error", 15] },
  },
];
