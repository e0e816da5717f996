import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

const noProps = {
  selector: "MemberExpression[property.name='props']",
  message: "Only evidence/ touches Pulumi's props: an unguarded read of an unknown makes the SDK drop the policy.",
};

export default tseslint.config(
  { ignores: ["bin/", "publishable/", "node_modules/", ".cache/", "coverage/", "test/engine/go/"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.test.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ["**/*.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        require: "readonly",
        module: "writable",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
        __filename: "readonly",
        Buffer: "readonly",
        performance: "readonly",
        setImmediate: "readonly",
        setTimeout: "readonly",
        URL: "readonly",
        exports: "writable",
      },
    },
  },
  // What each folder may import stands in docs/architecture.md, and test/architecture.test.ts holds it to that.
  {
    files: ["index.ts", "ownership-in-force.ts", "{ownership,readers,policies,report,cli}/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", noProps] },
  },
);
