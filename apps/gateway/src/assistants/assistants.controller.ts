import { Controller, Get } from '@nestjs/common';
import { AssistantDirectory, type AssistantState } from './assistant-directory.js';

/** Which assistants there are, and whether they are there now. */
@Controller('assistants')
export class AssistantsController {
  constructor(private readonly directory: AssistantDirectory) {}

  @Get()
  list(): { assistants: AssistantState[] } {
    return { assistants: this.directory.list() };
  }
}
