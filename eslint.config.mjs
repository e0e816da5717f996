import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

/**
 * The arrows of the architecture point one way: evidence → readers → ownership ← policies → report, and the command
 * on top of all. A folder may import what is listed for it, types of provider SDKs where a reader names a property.
 */
const layers = {
  ownership: [],
  evidence: ["ownership"],
  readers: ["ownership", "evidence"],
  policies: ["ownership"],
  report: ["ownership", "policies"],
};
const folders = ["ownership", "evidence", "readers", "policies", "report", "cli", "test", "index"];

const noProps = {
  selector: "MemberExpression[property.name='props']",
  message: "Only evidence/ touches Pulumi's props: an unguarded read of an unknown makes the SDK drop the policy.",
};

function layer(folder, allowed) {
  const forbidden = folders.filter((other) => other !== folder && !allowed.includes(other));
  const typesOnly = folder === "evidence" || folder === "readers";
  return {
    files: [`${folder}/**/*.ts`],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(${forbidden.join("|")})(/|$)`,
              message: `${folder}/ may import ${allowed.join(", ") || "no other folder"}.`,
            },
            { regex: "^@pulumi/", allowTypeImports: typesOnly, message: "Types only, and only in evidence/ and readers/." },
            {
              regex: "^(node:)?(fs|net|http|https|http2|dns|dgram|tls|child_process|process)(/|$)",
              message: "A preview asks neither network nor files.",
              allowImportNames: ["isIP"],
            },
          ],
        },
      ],
      "no-restricted-syntax": folder === "evidence" ? "off" : ["error", noProps],
    },
  };
}

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
        setTimeout: "readonly",
        URL: "readonly",
        exports: "writable",
      },
    },
  },
  ...Object.entries(layers).map(([folder, allowed]) => layer(folder, allowed)),
  { files: ["index.ts", "cli/**/*.ts"], rules: { "no-restricted-syntax": ["error", noProps] } },
);
