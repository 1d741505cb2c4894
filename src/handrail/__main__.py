from handrail.cli.main import main

main()
