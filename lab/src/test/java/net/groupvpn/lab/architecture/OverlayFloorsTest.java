package net.groupvpn.lab.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** The layers inside the overlay: a package uses only layers below its own. */
@AnalyzeClasses(packages = "net.groupvpn", importOptions = DoNotIncludeTests.class)
class OverlayFloorsTest {
  private static final String OVERLAY = "net.groupvpn.overlay.";

  /** From the bottom. Packages on one line do not use each other. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("id", "time", "enrol"),
          List.of("wire"),
          List.of("path", "security"),
          List.of("identity"),
          List.of("tls", "group", "policy"),
          List.of("record"),
          List.of("engine"),
          List.of("handshake"),
          List.of("session"),
          List.of("routing"),
          List.of("link"),
          List.of("join", "relay", "broadcast", "dht"),
          List.of("survey", "discovery"),
          List.of("node"),
          List.of("document", "host"),
          List.of("io", "virtual"));

  @ArchTest
  static final ArchRule noArrowRunsUp =
      classes().that().resideInAPackage("net.groupvpn.overlay..").should(useOnlyWhatIsBelow());

  /** Otherwise no rule would apply to a new package. */
  @ArchTest
  static final ArchRule everyPackageHasItsFloor =
      classes().that().resideInAPackage("net.groupvpn.overlay..").should(haveAFloor());

  @ArchTest
  static final ArchRule theDataPlaneKnowsRecordsButNoSessions =
      noClasses()
          .that()
          .resideInAPackage("net.groupvpn.client.dataplane..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.groupvpn.overlay.session..");

  private static ArchCondition<JavaClass> useOnlyWhatIsBelow() {
    return new ArchCondition<>("use only what stands below them") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
          if (runsUp(arrow)) {
            events.add(SimpleConditionEvent.violated(type, arrow.getDescription()));
          }
        }
      }
    };
  }

  private static ArchCondition<JavaClass> haveAFloor() {
    return new ArchCondition<>("have a floor") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (floor(room(type)) < 0) {
          events.add(SimpleConditionEvent.violated(type, "no floor for " + type.getName()));
        }
      }
    };
  }

  private static boolean runsUp(Dependency arrow) {
    String from = room(arrow.getOriginClass());
    String to = room(arrow.getTargetClass());
    int fromFloor = floor(from);
    int toFloor = floor(to);
    return fromFloor >= 0 && toFloor >= 0 && !from.equals(to) && toFloor >= fromFloor;
  }

  /** The package's first name below the overlay's own. */
  private static String room(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(OVERLAY)) {
      return "";
    }
    String inside = name.substring(OVERLAY.length());
    int dot = inside.indexOf('.');
    return dot < 0 ? inside : inside.substring(0, dot);
  }

  private static int floor(String room) {
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      if (FLOORS.get(floor).contains(room)) {
        return floor;
      }
    }
    return -1;
  }
}
