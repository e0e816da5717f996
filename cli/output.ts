/** How commands write what comes from files, beside reports. */
export { printable } from "../report/printable";
export { counted } from "../report/words";
