import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { createSecureContext, createServer, type SecureContext } from "node:tls";
import type { KeyPair } from "./certificates";

/** Servers on one port of several loopback addresses. */
export interface Servers {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

export const addresses = { tls: "127.0.0.1", silent: "127.0.0.2", plain: "127.0.0.3", hangUp: "127.0.0.4", nobody: "127.0.0.5" };

/**
 * @param pairs what the TLS server shows, by the name that it is asked for (SNI); whoever asks for another name is refused.
 */
export async function startServers(pairs: Readonly<Record<string, KeyPair>>): Promise<Servers> {
  const contexts = new Map<string, SecureContext>(Object.entries(pairs).map(([name, pair]) => [name, createSecureContext(pair)]));
  const open = new Set<Socket>();
  const tls = createServer({
    SNICallback: (name, done) => {
      const context = contexts.get(name);
      done(context === undefined ? new Error("no such name") : null, context);
    },
  });
  tls.on("tlsClientError", () => undefined);
  const tcp = (greet: (socket: Socket) => void) => createTcpServer((socket) => greet(socket.on("error", () => undefined)));
  const port = await listen(tls, 0, addresses.tls);
  const others: [Server, string][] = [
    [tcp(() => undefined), addresses.silent],
    [tcp((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n")), addresses.plain],
    [tcp((socket) => socket.destroy()), addresses.hangUp],
  ];
  const servers = [tls, ...others.map(([server]) => server)];
  servers.forEach((server) =>
    server.on("connection", (socket: Socket) => {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    }),
  );
  for (const [server, address] of others) {
    await listen(server, port, address);
  }
  return {
    port,
    stop: async () => {
      open.forEach((socket) => socket.destroy());
      await Promise.all(servers.map(async (server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
