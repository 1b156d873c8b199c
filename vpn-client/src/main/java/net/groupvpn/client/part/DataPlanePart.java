package net.groupvpn.client.part;

import java.io.IOException;
import net.groupvpn.client.config.ClientConfig.Relaying;
import net.groupvpn.client.dataplane.DataPlane;
import net.groupvpn.client.device.DetouredIo;
import net.groupvpn.client.os.MachineDevices;
import net.groupvpn.overlay.host.Realm;

/** The packets' way between device and port. */
public final class DataPlanePart implements Part {
  private final DataPlane dataPlane;
  private final ExitSwitch exits;

  private DataPlanePart(DataPlane dataPlane, ExitSwitch exits) {
    this.dataPlane = dataPlane;
    this.exits = exits;
  }

  /** Starts it; packets wait for the engine's snapshots. */
  public static DataPlanePart start(
      ClientContext context, MembershipPart membership, DevicePart device, EnginePart engine)
      throws IOException {
    Relaying relaying = context.config().underlay().relaying();
    boolean relays =
        RelaySetup.mayRelay(relaying, membership.membership().certificate().identity());
    EngineBridge bridge = engine.bridge();
    DataPlane dataPlane =
        new DataPlane(
            membership.network(),
            membership.security().nodeId(),
            new DetouredIo(context.machine().io(), engine.port()),
            context.config().tuning().threads(),
            new DataPlane.Environment(bridge, bridge, membership.clock(), relays));
    EngineRoom room = engine.room();
    RelaySetup relaySetup = new RelaySetup(room.engine(), room.node().relays(), dataPlane);
    engine.loop().execute(() -> relaySetup.start(relaying, relays));
    room.publicRealm()
        .node()
        .limitCarrying(relays ? Realm.CARRIED_BY_MEMBERS : Realm.CARRIED_BY_NOBODY);
    bridge.connect(engine.loop(), dataPlane, engine.side());
    device
        .addresses()
        .connect(
            new OwnAddresses.Packets(
                dataPlane::publishOwnAddress,
                dataPlane::publishRoutes,
                dataPlane::publishMachines,
                engine.loop()::execute));
    dataPlane.publishClientPorts(context.surroundings().clientPorts());
    dataPlane.start();
    return new DataPlanePart(
        dataPlane, new ExitSwitch(dataPlane::publishExits, membership.clock()::bootNanos));
  }

  /** Which gateway is used, and whether this machine is one. */
  ExitSwitch exits() {
    return exits;
  }

  /** The data plane itself. */
  public DataPlane dataPlane() {
    return dataPlane;
  }

  @Override
  public String name() {
    return "data plane";
  }

  @Override
  public void onDevices(MachineDevices devices) {
    dataPlane.publishClientPorts(devices.groupsPorts());
  }

  @Override
  public void report(Status status) {
    status.count("data.", dataPlane.counters());
  }

  @Override
  public void end() throws InterruptedException {
    dataPlane.close();
  }
}
