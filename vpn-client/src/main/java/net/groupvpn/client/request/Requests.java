package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.control.ControlHandler;
import net.groupvpn.client.part.ExitPart;
import net.groupvpn.client.part.GatewayPart;
import net.groupvpn.client.part.OfferPart;
import net.groupvpn.client.part.Parts;
import net.groupvpn.client.part.SubnetPart;
import org.jspecify.annotations.Nullable;

/** The control commands, one line each, with the class that answers it. */
public final class Requests implements ControlHandler {
  private final StatusReport status;
  private final PeerReport peers;
  private final NetworkCheck network;
  private final MemberQuery members;
  private final PingRequest ping;
  private final TraceRequest trace;
  private final QueryRequest query;
  private final CrawlRequest crawl;
  private final ExitRequest exit;
  private final GatewayRequest gateway;
  private final ExitPart exitPart;
  private final OfferRequest offers;
  private final SubnetPart subnets;
  private final Runnable stop;

  /** {@code stop} ends the client; {@code gateway} is null if it is not to be one. */
  public Requests(
      RunningClient running,
      ExitPart exitPart,
      @Nullable GatewayPart gateway,
      OfferPart offers,
      SubnetPart subnets,
      Parts parts,
      Runnable stop) {
    this.status = new StatusReport(running, parts);
    this.peers = new PeerReport(running);
    this.network = new NetworkCheck(running);
    this.members = new MemberQuery(running);
    this.ping = new PingRequest(running, members);
    this.trace = new TraceRequest(running, members);
    this.query = new QueryRequest(running);
    this.crawl = new CrawlRequest(running);
    this.exit = new ExitRequest(exitPart);
    this.gateway = new GatewayRequest(gateway);
    this.exitPart = exitPart;
    this.offers = new OfferRequest(offers);
    this.subnets = subnets;
    this.stop = stop;
  }

  @Override
  public ObjectNode handle(String command, JsonNode arguments) throws ControlException {
    return switch (command) {
      case "status" -> status.answer();
      case "peers" -> peers.answer();
      case "netcheck" -> network.answer();
      case "ip" -> members.ip(arguments.path("name").asText(""));
      case "dns" -> members.dns(arguments.path("name").asText(""));
      case "ping" -> ping.answer(arguments);
      case "trace" -> trace.answer(arguments);
      case "query" -> query.answer(arguments);
      case "crawl" -> crawl.answer(arguments);
      case "service" -> offers.answer(arguments);
      case "exit_node" -> exit.answer(arguments);
      case "gateway_check" -> gateway.check();
      case "routes" -> routes();
      case "down" -> down();
      default -> throw new ControlException("unknown_command", "there is no command " + command);
    };
  }

  private ObjectNode routes() throws ControlException {
    ObjectNode answer = ControlClient.arguments().put("version", 1);
    subnets.describe(answer.putArray("routes"));
    return answer;
  }

  private ObjectNode down() {
    exitPart.release();
    stop.run();
    return ControlClient.arguments().put("version", 1);
  }
}
