"use strict";

require("../engine/typescript");
require("./record");
