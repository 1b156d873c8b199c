package net.groupvpn.client.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.part.Ask;
import net.groupvpn.client.part.Echo;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.name.NamedMember;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.RelayPath;
import org.jspecify.annotations.Nullable;

/** Answers {@code ping}: one probe; asks for a session first if there is none. */
final class PingRequest {
  private static final long MAX_TIMEOUT_MILLIS = 60_000;
  private static final long DEFAULT_TIMEOUT_MILLIS = 5_000;
  private static final long RETRY_MILLIS = 100;

  private final RunningClient running;
  private final MemberQuery members;

  PingRequest(RunningClient running, MemberQuery members) {
    this.running = running;
    this.members = members;
  }

  ObjectNode answer(JsonNode arguments) throws ControlException {
    NamedMember member = members.need(arguments.path("peer").asText(""));
    long wished = arguments.path("timeout_ms").asLong(DEFAULT_TIMEOUT_MILLIS);
    long timeoutMillis = Math.max(1, Math.min(MAX_TIMEOUT_MILLIS, wished));
    Ipv4Address address = member.address4();
    ObjectNode answer =
        ControlClient.arguments()
            .put("version", 1)
            .put("name", member.label().text())
            .put("address", address == null ? member.address6().toString() : address.toString())
            .put("node", member.node().toHex());
    if (member.node().equals(running.room().node().self())) {
      return answer.put("replied", true).put("rtt_ms", 0.0).put("path", "this machine");
    }
    Echo.@Nullable Reply reply = probe(member.node(), timeoutMillis);
    if (reply == null) {
      return answer.put("replied", false).put("reason", "timeout");
    }
    return answer
        .put("replied", true)
        .put("rtt_ms", reply.rttNanos() / PeerReport.NANOS_PER_MILLI)
        .put("path", path(member.node(), reply.path()));
  }

  private String path(NodeId peer, Path path) throws ControlException {
    return Ask.now(
        running.loop(),
        () ->
            PathReport.of(
                path,
                path instanceof RelayPath ? running.room().node().relays().status(peer) : null,
                running.room().services()::nameOf));
  }

  private Echo.@Nullable Reply probe(NodeId peer, long timeoutMillis) throws ControlException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (!hasSession(peer)) {
      if (System.nanoTime() - deadline > 0) {
        return null;
      }
      pause();
    }
    return Ask.later(running.loop(), timeoutMillis, done -> send(peer, done));
  }

  private void send(NodeId peer, Consumer<Echo.Reply> done) {
    running.room().echo().send(peer, done);
  }

  private boolean hasSession(NodeId peer) throws ControlException {
    return Ask.now(
        running.loop(),
        () -> {
          running.room().node().connect(peer);
          return running.room().node().session(peer) != null;
        });
  }

  private static void pause() throws ControlException {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("interrupted", "the client is stopping");
    }
  }
}
