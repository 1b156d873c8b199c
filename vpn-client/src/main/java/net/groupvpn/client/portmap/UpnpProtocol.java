package net.groupvpn.client.portmap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/** UPnP Internet Gateway Device: a search, a description, then SOAP calls. */
final class UpnpProtocol implements MappingProtocol {
  private static final int MAX_TRIES = 4;
  private static final int FIRST_FREE_PORT = 1_024;
  private static final int PORTS = 65_536;

  /** The port already leads elsewhere. */
  private static final int CONFLICT = 718;

  /** The error of routers that keep mappings for ever, or not at all. */
  private static final int ONLY_PERMANENT = 725;

  private static final int INVALID_ARGUMENTS = 402;
  private static final String EXTERNAL_PORT = "NewExternalPort";
  private static final String EXTERNAL_ADDRESS = "NewExternalIPAddress";

  private final Search search;
  private final RouterHttp http;
  private final PortMapCounters counters;
  private final RandomGenerator random;
  private @Nullable IgdService service;
  private @Nullable Gateway serviceOf;

  /** Finds a router's description. */
  interface Search {
    /** The URI of the description; null if the router does not answer. */
    @Nullable URI find(Gateway gateway) throws IOException;
  }

  UpnpProtocol(Search search, RouterHttp http, PortMapCounters counters, RandomGenerator random) {
    this.search = search;
    this.http = http;
    this.counters = counters;
    this.random = random;
  }

  @Override
  public MappingMethod method() {
    return MappingMethod.UPNP_IGD;
  }

  @Override
  public @Nullable MappedPort map(Gateway gateway, OwnPort own, int wish) throws IOException {
    @Nullable IgdService found = find(gateway);
    if (found == null) {
      counters.increment(PortMapCounter.UPNP_IGD_SILENT);
      return null;
    }
    try {
      return map(found, gateway, own, wish);
    } catch (IOException e) {
      // It may have moved since it was found, for example after a restart.
      service = null;
      counters.increment(PortMapCounter.UPNP_IGD_FAILED);
      throw e;
    }
  }

  private @Nullable MappedPort map(IgdService found, Gateway gateway, OwnPort own, int wish)
      throws IOException {
    int port = wish;
    int lease = MappedPort.WANTED_SECONDS;
    for (int i = 0; i < MAX_TRIES; i++) {
      int error = call(found, "AddPortMapping", mapping(gateway, own, port, lease)).error();
      if (error == 0) {
        return mapped(found, gateway, port);
      }
      if (error == CONFLICT) {
        port = random.nextInt(FIRST_FREE_PORT, PORTS);
      } else if ((error == ONLY_PERMANENT || error == INVALID_ARGUMENTS) && lease != 0) {
        lease = 0;
      } else {
        break;
      }
    }
    counters.increment(PortMapCounter.UPNP_IGD_REFUSED);
    return null;
  }

  private @Nullable MappedPort mapped(IgdService found, Gateway gateway, int port)
      throws IOException {
    String address = call(found, "GetExternalIPAddress", Map.of()).text(EXTERNAL_ADDRESS);
    @Nullable Endpoint named = Endpoint.parse(address + ":" + port);
    @Nullable Endpoint external =
        named == null ? null : ExternalAddress.endpoint(named.address(), named.port());
    if (external == null) {
      counters.increment(PortMapCounter.DROPPED_UPNP_IGD_USELESS);
      return null;
    }
    return new MappedPort(method(), gateway, external, MappedPort.WANTED_SECONDS);
  }

  private static Map<String, String> mapping(
      Gateway gateway, OwnPort own, int port, int leaseSeconds) {
    Map<String, String> arguments = port(own, port);
    arguments.put("NewInternalPort", String.valueOf(own.number()));
    arguments.put("NewInternalClient", gateway.own().getHostAddress());
    arguments.put("NewEnabled", "1");
    arguments.put("NewPortMappingDescription", "GroupVPN");
    arguments.put("NewLeaseDuration", String.valueOf(leaseSeconds));
    return arguments;
  }

  private static Map<String, String> port(OwnPort own, int port) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("NewRemoteHost", "");
    arguments.put(EXTERNAL_PORT, String.valueOf(port));
    arguments.put("NewProtocol", own.transport().name());
    return arguments;
  }

  private SoapMessage call(IgdService found, String action, Map<String, String> arguments)
      throws IOException {
    byte[] request = SoapMessage.request(found.type(), action, arguments);
    return http.call(found, action, request);
  }

  private @Nullable IgdService find(Gateway gateway) throws IOException {
    if (service == null || !gateway.equals(serviceOf)) {
      serviceOf = gateway;
      @Nullable URI location = search.find(gateway);
      service = location == null ? null : describe(location, gateway.router());
    }
    return service;
  }

  private @Nullable IgdService describe(URI location, InetAddress router) throws IOException {
    try {
      return IgdService.ofDescription(http.get(location), location, router);
    } catch (IOException e) {
      counters.increment(PortMapCounter.DROPPED_UPNP_IGD_DESCRIPTION);
      throw e;
    }
  }

  @Override
  public void unmap(MappedPort held, OwnPort own) throws IOException {
    @Nullable IgdService found = service;
    if (found != null && held.gateway().equals(serviceOf)) {
      call(found, "DeletePortMapping", port(own, held.external().port()));
    }
  }
}
