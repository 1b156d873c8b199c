package net.groupvpn.client.part;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.client.enrol.ServiceLine;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.dhcpdns.address.AnnouncedService;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.overlay.io.NodeLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services that this machine offers to the group, kept over restarts. Thread-safe. */
public final class OfferPart implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(OfferPart.class);

  private final StateStore store;
  private final EngineRoom room;
  private final NodeLoop loop;
  private Map<ServiceType, AnnouncedService> offered = new TreeMap<>();

  private OfferPart(StateStore store, EngineRoom room, NodeLoop loop) {
    this.store = store;
    this.room = room;
    this.loop = loop;
  }

  /** Offers what was offered last. */
  public static OfferPart start(StatePart state, EnginePart engine) throws IOException {
    OfferPart part = new OfferPart(state.store(), engine.room(), engine.loop());
    part.load();
    return part;
  }

  private synchronized void load() throws IOException {
    String lines = store.services();
    if (lines == null) {
      return;
    }
    for (String line : lines.lines().toList()) {
      AnnouncedService service = ServiceLine.parse(line);
      if (service != null) {
        offered.put(service.type(), service);
      }
    }
    String problem = AnnouncedService.problem(List.copyOf(offered.values()));
    if (problem != null) {
      LOG.warn("no service is announced: {}", problem);
      offered.clear();
    }
    announce();
  }

  /** What is offered now, by name. */
  public synchronized List<AnnouncedService> offered() {
    return List.copyOf(offered.values());
  }

  /**
   * Offers a service from now on, in place of one of the same type.
   *
   * @return why that is not possible; null if it is done
   * @throws IOException if it cannot be kept; then nothing changes
   */
  public synchronized @Nullable String add(AnnouncedService service) throws IOException {
    Map<ServiceType, AnnouncedService> next = new TreeMap<>(offered);
    next.put(service.type(), service);
    String problem = AnnouncedService.problem(List.copyOf(next.values()));
    if (problem == null) {
      keep(next);
    }
    return problem;
  }

  /**
   * Offers it no longer.
   *
   * @return whether it was offered
   * @throws IOException if that cannot be kept; then nothing changes
   */
  public synchronized boolean remove(ServiceType type) throws IOException {
    Map<ServiceType, AnnouncedService> next = new TreeMap<>(offered);
    boolean wasOffered = next.remove(type) != null;
    if (wasOffered) {
      keep(next);
    }
    return wasOffered;
  }

  private void keep(Map<ServiceType, AnnouncedService> next) throws IOException {
    store.saveServices(next.values().stream().map(ServiceLine::of).toList());
    offered = next;
    announce();
  }

  private void announce() {
    List<AnnouncedService> services = List.copyOf(offered.values());
    loop.execute(() -> room.services().setOffered(services));
  }

  @Override
  public String name() {
    return "offered services";
  }
}
