"use strict";

// What is tried is the published pack, compiled; what tries it runs as it stands.
require("../engine/typescript");
require("./main");
