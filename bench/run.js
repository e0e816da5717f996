"use strict";

// The compiled pack is measured; the bench itself runs as it stands.
require("../test/engine/typescript");
require("./main");
