/** The other half: cert-manager keeps a certificate for the name, in a stack of its own. */
import { cluster } from "../../providers";
import { certificate } from "../../resources";

certificate("shop-cert", "shop.example.org", cluster);
