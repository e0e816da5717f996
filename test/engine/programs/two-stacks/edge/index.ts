/** The one half of a conflict that no preview of a single stack can see: an edge takes the name. */
import { edge } from "../../providers";
import { subscription } from "../../resources";

subscription("edge-tls", ["shop.example.org", "www.example.org"], edge);
