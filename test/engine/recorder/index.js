"use strict";

require("../typescript");
require("./recorder");
