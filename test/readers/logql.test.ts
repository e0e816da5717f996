import { tokenize } from "../../readers/logql";

const expiration = "certmanager_certificate_expiration_timestamp_seconds";

describe("the pieces of an expression", () => {
  const pieces = (text: string) => tokenize(text).map((token) => `${token.kind} ${token.text}`);

  test("words, numbers, durations, operators and texts, without blanks and comments", () => {
    expect(pieces(`avg by (name) (${expiration}{job=~"cert.*"}[5m]) # or up\n\t<= .5`)).toEqual([
      "word avg",
      "word by",
      "mark (",
      "word name",
      "mark )",
      "mark (",
      `word ${expiration}`,
      "mark {",
      "word job",
      "mark =~",
      "text cert.*",
      "mark }",
      "mark [",
      "number 5m",
      "mark ]",
      "mark )",
      "mark <=",
      "number .5",
    ]);
  });

  test.each([
    ["double quotes", '"a \\" # b"', ['text a \\" # b']],
    ["single quotes", "'a \\' \" b'", ["text a \\' \" b"]],
    ["backticks, which escape nothing", "`a\\` b", ["text a\\", "word b"]],
    ["a text that does not end", '"up', ['mark "', "word up"]],
    ["line filters of logs", "|= |~ | != !~", ["mark |=", "mark |~", "mark |", "mark !=", "mark !~"]],
    ["a recorded metric", "job:up:sum", ["word job:up:sum"]],
    ["letters of other alphabets", "é😀", ["mark é", "mark \ud83d", "mark \ude00"]],
    ["nothing", " # only a comment", []],
  ])("%s", (_, text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });
});
